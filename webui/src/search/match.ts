// Which part of a text is what somebody looks for. Pure.

export interface Piece {
  text: string;
  hit: boolean;
}

// Every word of what was typed has to be in it. Small and capital letters count alike; accents count.
export function matches(text: string, typed: string): boolean {
  const words = wordsOf(typed);
  const low = lower(text);
  return words.length > 0 && words.every((word) => low.includes(word));
}

// Those that begin with what was typed come first; else the order stays.
export function bestFirst<T>(items: readonly T[], nameOf: (item: T) => string, typed: string): T[] {
  const start = lower(typed.trim());
  const begins = (item: T) => lower(nameOf(item)).startsWith(start);
  return [...items.filter(begins), ...items.filter((item) => !begins(item))];
}

// The text in pieces, those that match marked: what was typed as a whole, or else each of its words.
export function marked(text: string, typed: string): Piece[] {
  const low = lower(text);
  const whole = lower(typed.trim());
  // A letter whose small form is longer would shift everything behind it.
  if (whole === '' || low.length !== text.length) return [{ text, hit: false }];
  const wanted = low.includes(whole) ? [whole] : wordsOf(typed);
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of wanted) {
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) hits.fill(true, at, at + word.length);
  }
  const pieces: Piece[] = [];
  [...hits.keys()].forEach((at) => {
    const last = pieces[pieces.length - 1];
    if (last && last.hit === hits[at]) last.text += text[at];
    else pieces.push({ text: text[at] ?? '', hit: hits[at] ?? false });
  });
  return pieces;
}

const lower = (text: string) => text.toLowerCase();
const wordsOf = (typed: string) => lower(typed).split(/\s+/).filter(Boolean);

// An ID as people read it out, "123 456 789", and what was typed of it with or without spaces.
export function markedId(grouped: string, typed: string): Piece[] {
  const digits = typed.replace(/[\s\u00a0.-]/g, '');
  if (!/^\d+$/.test(digits)) return marked(grouped, typed);
  const places = [...grouped].flatMap((letter, at) => (/\d/.test(letter) ? [at] : []));
  const start = places.map((at) => grouped[at]).join('').indexOf(digits);
  if (start < 0) return [{ text: grouped, hit: false }];
  const from = places[start] ?? 0;
  const to = (places[start + digits.length - 1] ?? from) + 1;
  return [
    { text: grouped.slice(0, from), hit: false },
    { text: grouped.slice(from, to), hit: true },
    { text: grouped.slice(to), hit: false },
  ].filter(({ text }) => text !== '');
}
