# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The patterns of request fields in words, for those who have to mend a value."""

from __future__ import annotations

from typing import Final

IN_WORDS: Final[dict[str, str]] = {
    "^(-([1-9]|1[0-2])|[0-9]|1[0-4])$": "a whole number from -12 to 14",
    "^(-1|[0-9]+(\\.[0-9]+)?)$": "a number of 0 or more, or -1 for the market price",
    "^(0*[1-9][0-9]*(\\.[0-9]+)?|0+\\.[0-9]*[1-9][0-9]*)$": "a number above 0",
    "^(0|[1-9][0-9]*)$": "a whole number of 0 or more",
    "^(0|[1-9][0-9]|1[01][0-9]|120)$": "0, or a whole number from 10 to 120",
    "^([0-9]|1[0-9]|2[0-3])$": "a whole number from 0 to 23",
    "^([1-9][0-9]?|100)$": "a whole number from 1 to 100",
    "^([1-9][0-9]|1[01][0-9]|120)$": "a whole number from 10 to 120",
    "^([1-9]|1[0-9]|2[0-8])$": "a whole number from 1 to 28",
    "^([A-Za-z0-9]{16}|[A-Za-z0-9]{18})$": "16 or 18 letters and digits",
    "^(market|limit|post_only|fok|ioc|optimal_limit_ioc|mmp|mmp_and_post_only|op_fok|elp|rpi)(,(market|limit|post_only|fok|ioc|optimal_limit_ioc|mmp|mmp_and_post_only|op_fok|elp|rpi))*$": "one or more of market, limit, post_only, fok, ioc, optimal_limit_ioc, mmp, mmp_and_post_only, op_fok, elp and rpi, joined with commas",
    "^(true|false)$": "true or false",
    "^-?[0-9]+(\\.[0-9]+)?$": "a number",
    "^0(\\.0([0-4][0-9]{0,2}|50{0,2})?)?$": "a fraction from 0 to 0.05 with at most four decimals",
    "^0\\.(000[1-9][0-9]*|00[1-9][0-9]*|010*)$": "a fraction from 0.0001 to 0.01",
    "^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$": "a day of this century, as 20260630",
    "^[0-9]+(\\.[0-9]+)?$": "a number of 0 or more",
    "^[0-9]{1,13}$": "a Unix time in milliseconds",
    "^[0-9]{1,19}$": "a Unix time in milliseconds",
    "^[0-9]{1,9}$": "a whole number of 0 or more with at most 9 digits",
    "^[1-9][0-9]*$": "a whole number of 1 or more",
    "^[1-9][0-9]{0,8}$": "a whole number of 1 or more with at most 9 digits",
    "^[A-Za-z0-9._~-]{43,128}$": "43 to 128 letters, digits, dots, underscores, tildes and hyphens",
    "^[A-Za-z0-9]+$": "letters and digits alone",
    "^[A-Za-z0-9]{1,16}$": "1 to 16 letters and digits",
    "^[A-Za-z0-9]{1,32}$": "1 to 32 letters and digits",
    "^[^,]+(,[^,]+){0,19}$": "one currency, or up to 20 joined with commas",
}
