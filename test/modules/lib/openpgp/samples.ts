/** A key that was made for tests. */
export const KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaw2ltRYJKwYBBAHaRw8BAQdASvE6Pf0SlWf/D92WSpm4kQ6++bdHnMZRRfwv
dN3dAZ20EVggPHhAZXhhbXBsZS5jb20+iJAEExYIADgWIQQDUUIRh/4bgySe4uJH
u9wZ+TFUSQUCaw2ltQIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRBHu9wZ
+TFUSWAlAP9UVw2fNCNVrVWZQ5m4c5sxYVSCzcUUvzTz4d+V7f3wzAD+P8Wi73Ff
fu3hOt+vqBxK7Rqh1H0EnziC4ejEVnFU1gc=
=i4jy
-----END PGP PUBLIC KEY BLOCK-----
`;

/** Its fingerprint, as gpg prints it. */
export const FINGERPRINT = "0351421187FE1B83249EE2E247BBDC19F9315449";

/** Another key without certificates: a packet of the new format. */
export const OTHER = Buffer.from([0xc6, 0x06, 0x04, 1, 2, 3, 4, 5]);
