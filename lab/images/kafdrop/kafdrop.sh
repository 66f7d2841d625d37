#!/bin/bash
exec node /opt/stand-in/app/main.mjs
