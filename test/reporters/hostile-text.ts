/** Text that a target or a scenario might carry: markup, escape codes, direction marks, what XML forbids, and honest letters. */
export const hostileText =
  'a|b <script>&amp; "q" \'\u001B[31mred\u001B[0m \u202Egnp.exe \u0000\u0008 ]]> ![x](http://e.example) `c` é 😀\r\n# head';
