// Texts that break what is careless: markup, text that changes its direction, text that cannot be seen, text that is no
// text. None of them is personal data, so no scrubbing may touch them.

export interface HostileText {
  readonly name: string;
  readonly text: string;
}

export const HOSTILE_TEXTS: readonly HostileText[] = [
  { name: "script", text: `<script>alert(1)</script><img src=x onerror="alert('x')">` },
  { name: "attribute", text: `" onmouseover="alert(1)" x='y' \`\${alert(1)}\`` },
  { name: "template", text: "{{constructor.constructor('alert(1)')()}} ${7*7} <%= 7*7 %> #{7*7}" },
  { name: "end of json", text: `"}],"admin":true,{"x":"\\u0022\\\\` },
  { name: "sql", text: `'); DROP TABLE reviews; -- ?1 :a @b $c` },
  { name: "log lines", text: "first\r\nSet-Cookie: a=b\r\n\r\nsecond\u0085third\u2028fourth\u2029" },
  { name: "event stream", text: "x\n\nevent: review.approved\ndata: {}\n\n" },
  { name: "right-to-left override", text: "\u202Egnp.exe\u202C \u2066left\u2069 \u2067right\u2069 \u061C\u200F\u200E" },
  { name: "arabic and hebrew", text: "مراجعة abc עברית 123" },
  { name: "zero width", text: "pay\u200Bpal \u200C\u200D\u2060\uFEFF\u00AD\u180E" },
  { name: "combining", text: `Z${"\u0351\u036B\u0343".repeat(40)}algo` },
  { name: "not normalised", text: "e\u0301 \u00E9 \uFB01 \u212B \u1E9B\u0323" },
  { name: "ten thousand emoji", text: "🧑‍🚀".repeat(2_000).concat("🔥".repeat(8_000)) },
  { name: "controls", text: "\u0001\u0008\u000B\u000C\u001B[31mred\u001B[0m\u007F\u009B" },
  { name: "NUL", text: "before\u0000after" },
  { name: "lone high surrogate", text: "a\uD800b" },
  { name: "lone low surrogate", text: "a\uDC00b" },
  { name: "surrogates in the wrong order", text: "\uDE00\uD83D" },
  { name: "no characters", text: "\uFFFE\uFFFF\u{1FFFF}\u{10FFFF}" },
  { name: "replacement", text: "\uFFFD" },
  { name: "nothing but space", text: " \u00A0\u3000\t\n " },
  { name: "prototype", text: "__proto__" },
];
