"""Strings that have broken terminals, parsers and readers, and what they must never put out."""

import re

ESC = "\x1b"

CORPUS: dict[str, str] = {
    "empty": "",
    "only spaces": "     ",
    "only white space of every kind": " \t\n\u2003\u3000\xa0",
    "sets the clipboard (OSC 52)": f"before{ESC}]52;c;SE9TVElMRQ==\x07after",
    "sets the clipboard, C1 OSC": "before\x9d52;c;SE9TVElMRQ==\x9cafter",
    "sets the window title (OSC 0)": f"before{ESC}]0;HOSTILE\x07after",
    "sets the window title, ST": f"before{ESC}]2;HOSTILE{ESC}\\after",
    "hides a link (OSC 8)": f"{ESC}]8;;https://hostile.example/{ESC}\\bank{ESC}]8;;{ESC}\\",
    "clears the screen": f"before{ESC}[2Jafter",
    "clears the screen, C1 CSI": "before\x9b2Jafter",
    "resets the terminal": f"before{ESC}cafter",
    "asks for the cursor's place": f"before{ESC}[6nafter",
    "asks for the terminal's name": f"before{ESC}P+q544e{ESC}\\after",
    "leaves the alternate screen": f"before{ESC}[?1049lafter",
    "turns the text invisible": f"before{ESC}[8mhidden",
    "moves the cursor": f"before{ESC}[1;1Hoverwritten",
    "shifts the character set": "before\x0eafter\x0f",
    "rings": "before\x07after",
    "backspaces over what it said": "harmless\x08\x08\x08\x08\x08\x08\x08\x08hostile!",
    "returns and overwrites": "denied\rproved",
    "NUL": "before\x00after",
    "DEL": "before\x7fafter",
    "next line (C1)": "before\x85after",
    "every C0 control": "".join(map(chr, range(0x20))),
    "every C1 control": "".join(map(chr, range(0x7F, 0xA0))),
    "form feed and vertical tab": "one\x0ctwo\x0bthree",
    "tabs and line feeds": "one\ttwo\nthree\n\n\tfour",
    "right-to-left override": "photo\u202egpj.exe",
    "bidi isolates": "access\u2066 \u2069\u2067level\u2069\u2068user\u2069",
    "bidi embeddings": "\u202aone\u202btwo\u202cthree\u202dfour",
    "bidi marks": "a\u200eb\u200fc\u061cd",
    "line and paragraph separator": "one\u2028two\u2029three",
    "lone surrogate": "before\ud800after\udcff",
    "noncharacters": "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff",
    "zero-width space inside a word": "pay\u200bpal",
    "byte order mark inside": "\ufeffpay\ufeffpal",
    "joiners between Latin letters": "p\u200da\u200cy\u2060pal",
    "soft hyphens": "Donau\xaddampf\xadschiff",
    "invisible letters": "\u115f\u1160\u3164\uffa0\u034f\u17b4",
    "words in tag characters": "fine" + "".join(chr(0xE0000 + ord(letter)) for letter in "hostile"),
    "bytes in variation selectors": "fine" + "".join(map(chr, range(0xE0100, 0xE0120))),
    "skin tones on nothing": "a\U0001f3fd\U0001f3fd \U0001f3fd",
    "interlinear annotation": "\ufff9one\ufffatwo\ufffb",
    "tall stack of marks": "Z" + "\u0301\u0316" * 500 + "algo",
    "marks on nothing": "\u0301 \u0301\n\u0489x",
    "very long chain of joined emoji": "\u200d".join("👩" * 1000),
    "markup with an action": "[@click=app.quit]x[/]",
    "markup that closes nothing": "[/]",
    "markup that closes another": "[bold]x[/italic]",
    "markup that never ends": "[bold",
    "markup with a link": "[link=https://hostile.example]x[/link]",
    "markup variable": "$text [$primary]x",
    "backslash and bracket": "\\[",
    "backslash at the end": "[red]x\\",
    "emoji code": ":skull: :warning:",
    "template": "{{7*7}} {%raw%} ${7*7} #{7*7}",
    "format string": "{0} {name} %s %n %(x)s",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "link with a script": "javascript:alert(1)",
    "spreadsheet formula": "=cmd|' /C calc'!A0",
    "spreadsheet at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "parent folders": "../../etc/passwd",
    "absolute path": "/etc/passwd",
    "device name": "CON",
    "home folder": "~root",
    "leading dash": "--help",
    "shell": "$(touch hostile) `touch hostile`; touch hostile",
    "YAML words": "No",
    "YAML document": "---\n&a [*a, *a]\n...",
    "family of emoji": "👨‍👩‍👧‍👦 and 👩🏻‍❤️‍💋‍👨🏿, 🏳️‍🌈, 1️⃣, ❤️",
    "flags": "🇺🇦🇫🇷🇯🇵 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Chinese": "港务局否认停电由其系统故障引起,称“没有证据”。",
    "Japanese": "港湾局は「停電の原因は不明」と発表した。ｶﾞｷﾞ がぎ",
    "Korean": "항만청은 정전의 원인을 부인했다. \u1112\u1161\u11ab",
    "Arabic": "قالت هيئة الميناء إن الانقطاع «عطل فني».",
    "Persian": "سازمان بندر می‌گوید خاموشی به دلیل نقص فنی بود.",
    "Hebrew": "רשות הנמל אמרה כי ההפסקה נגרמה מתקלה.",
    "Hindi": "बंदरगाह प्राधिकरण ने कहा कि क्‍षति हुई।",
    "Thai": "การท่าเรือปฏิเสธว่าไฟฟ้าดับเกิดจากระบบ",
    "decomposed accents": "Jose\u0301 a\u0300 Pe\u0301kin",
    "very long word": "a" * 500,
    "ten thousand letters without a space": "x" * 10_000,
    "ten thousand wide letters without a space": "漢" * 10_000,
    "quotation marks and dashes": "“We know nothing”, she said — twice…",
}

# What the payloads above would do, as the terminal would read it: 7-bit, and C1 in UTF-8.
_START = rb"(?:\x1b%b|\xc2%b)"
_FORBIDDEN: dict[str, re.Pattern[bytes]] = {
    "clipboard": re.compile(_START % (rb"\]", rb"\x9d") + rb"52;c;SE9T"),
    "window title": re.compile(_START % (rb"\]", rb"\x9d") + rb"[012];HOSTILE"),
    "link": re.compile(_START % (rb"\]", rb"\x9d") + rb"8;[^;]*;\S*hostile"),
    "string control": re.compile(_START % (rb"P", rb"\x90") + rb"\+q544e"),
    "screen cleared beside a payload": re.compile(rb"before(?:\x1b\[|\xc2\x9b)2J"),
    "sequence after a payload": re.compile(rb"before(?:\x1b(?:c|\[6n|\[8m|\[1;1H|\[\?1049l)|\x0e)"),
    "overwriting": re.compile(rb"denied\r[^\n]|harmless\x08|before\x07"),
    "C1 control": re.compile(rb"\xc2[\x80-\x9f]"),
    "C0 control": re.compile(rb"[\x00-\x06\x0b\x0c\x10-\x1a\x1c-\x1f\x7f]"),
    "bidi control": re.compile(rb"\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c"),
    "line or paragraph separator": re.compile(rb"\xe2\x80[\xa8\xa9]"),
    "zero-width space or byte order mark": re.compile(rb"\xe2\x80\x8b|\xe2\x81\xa0|\xef\xbb\xbf"),
    "noncharacter": re.compile(rb"\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]"),
    "surrogate": re.compile(rb"\xed[\xa0-\xbf]"),
    "stack of marks": re.compile(rb"(?:\xcc[\x80-\xbf]){9}"),
    "hidden words": re.compile(rb"fine\xf3\xa0"),
}


def forbidden_bytes(data: bytes) -> list[str]:
    """What in raw terminal output no part of the corpus may have put there, each with its place."""
    return [
        f"{name} at byte {match.start()}: {data[max(match.start() - 10, 0) : match.end() + 10]!r}"
        for name, pattern in _FORBIDDEN.items()
        for match in pattern.finditer(data)
    ]


# What an article may hold: no NUL, which is no text, and nothing that is no UTF-8.
SHOWABLE = {
    name: text
    for name, text in CORPUS.items()
    if text.strip()
    and "\x00" not in text
    and not any("\ud800" <= each <= "\udfff" for each in text)
}
