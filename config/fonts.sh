#!/bin/sh
# Makes static/fonts/ again, on a developer's machine only: config/fonts.sh Figtree[wght].ttf Literata[opsz,wght].ttf
# Both files come from the families' pages on Google Fonts; fonttools and brotli come with the project's libraries.
# Figtree keeps its weights; Literata is drawn once, for titles. Signs: French and the languages of Europe in Latin
# letters, « XXᵉ », arrows. Neither family reserves its name, so that the smaller files keep it.
set -eu
cd "$(dirname "$0")/.."
SIGNS=20-7E,A0-17F,218-21B,2B3,2E2,1D48-1D49,2010-2027,202F-2030,2032-2033,2039-203A,20AC,2116,2122,2153-215E,2190-2193,2212,2248,2260-2265
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

smaller() { # name, source, axes…
    name=$1 source=$2
    shift 2
    .venv/bin/python -m fontTools.subset "$source" --output-file="$work/$name.ttf" --unicodes=$SIGNS --no-hinting \
        --layout-features=ccmp,kern,lnum,locl,tnum --name-IDs=0,1,2,3,4,5,6,13,14 --no-recalc-timestamp
    .venv/bin/python -m fontTools.varLib.instancer "$work/$name.ttf" "$@" --no-recalc-timestamp --output="$work/$name-axes.ttf"
    .venv/bin/python -m fontTools.ttLib.woff2 compress -o "static/fonts/$name.woff2" "$work/$name-axes.ttf"
}

smaller figtree "$1" wght=400:700
smaller literata "$2" opsz=24 wght=600
