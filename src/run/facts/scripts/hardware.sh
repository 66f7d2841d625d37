#!/bin/sh
# Prints what the kernel says of processors and memory. ../hardware.ts reads it.
# @read

command grep -E '^(processor|physical id|cpu cores|siblings|model name|Processor|cpu model|cpu|Hardware)[[:space:]]*:' /proc/cpuinfo 2>/dev/null
command grep -E '^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree):' /proc/meminfo 2>/dev/null
true
