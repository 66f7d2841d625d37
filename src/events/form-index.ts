import { secretForms, SHORTEST_SECRET, type SecretForm } from "./secret-forms.ts";

/** How many characters at the beginning of an anchor select the forms to look for. */
const GRAM = 4;

/** The forms of many secrets: finding those that a text may contain takes no longer than reading the text. */
export interface FormIndex {
  readonly isEmpty: boolean;
  /** Returns false if the secret is too short. */
  add(secret: string): boolean;
  /** The forms whose anchors are in a text without blanks. */
  formsIn(compact: string): ReadonlySet<SecretForm>;
}

export function createFormIndex(): FormIndex {
  const secrets = new Set<string>();
  const byGram = new Map<string, SecretForm[]>();
  const short: SecretForm[] = [];
  const insert = (form: SecretForm): void => {
    const gram = form.anchor.slice(0, GRAM);
    if (gram.length < GRAM) short.push(form);
    else if (byGram.get(gram)?.push(form) === undefined) byGram.set(gram, [form]);
  };
  return {
    get isEmpty() {
      return secrets.size === 0;
    },
    add(secret) {
      if (secret.trim().length < SHORTEST_SECRET) return false;
      if (!secrets.has(secret)) secretForms(secret).forEach(insert);
      secrets.add(secret);
      return true;
    },
    formsIn(compact) {
      const forms = new Set(short);
      if (byGram.size === 0) return forms;
      for (let start = 0; start + GRAM <= compact.length; start++) {
        const gram = byGram.get(compact.slice(start, start + GRAM)) ?? [];
        for (const form of gram) if (compact.startsWith(form.anchor, start)) forms.add(form);
      }
      return forms;
    },
  };
}
