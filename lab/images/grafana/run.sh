#!/bin/sh
exec node /opt/stand-in/app/main.mjs
