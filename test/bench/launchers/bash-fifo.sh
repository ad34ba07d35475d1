#!/bin/bash
# Named pipes: one caller at a time, or a pair of pipes for each.
input=
IFS= read -r -d '' input
printf '%s\0%s\0' "${#input}" "$input" >"$FIFO.in"
IFS= read -r -t 1 answer <"$FIFO.out"
printf '%s\n' "$answer"
