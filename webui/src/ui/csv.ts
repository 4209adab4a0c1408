// Tables as text (RFC 4180). Nothing in them is ever computed; text is text.

export interface Row {
  line: number;
  raw: string;
}

// A quoted field may hold line breaks, so that a row may be several lines.
export function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let raw = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const finish = () => {
    if (raw.trim() !== '') rows.push({ line: start, raw });
    raw = '';
  };
  for (const char of text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')) {
    if (char === '"') quoted = !quoted;
    if (char === '\n') {
      line += 1;
      if (!quoted) {
        finish();
        start = line;
        continue;
      }
    }
    raw += char;
  }
  finish();
  return rows;
}

// undefined: a quote has no end, or there is something after it.
export function fieldsOf(raw: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let rest = raw;
  for (;;) {
    const quoted = /^[^\S\t]*"((?:[^"]|"")*)"[^\S\n\t]*/.exec(rest);
    if (quoted) {
      fields.push((quoted[1] ?? '').replaceAll('""', '"').trim());
      rest = rest.slice(quoted[0].length);
    } else {
      const end = rest.indexOf(separator);
      const field = end < 0 ? rest : rest.slice(0, end);
      if (field.trimStart().startsWith('"')) return undefined;
      fields.push(field.trim());
      rest = rest.slice(field.length);
    }
    if (rest === '') return fields;
    if (!rest.startsWith(separator)) return undefined;
    rest = rest.slice(separator.length);
  }
}

export function separatorOf(rows: Row[]): string {
  const first = rows[0]?.raw.replace(/"(?:[^"]|"")*"/g, '') ?? '';
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

// Where a spreadsheet begins a cell, also one that parts cells by something else than a comma.
const FORMULA = /(?<=(?:^|[;\t\r\n]) *)('*[=+\-@\t\r])/g;
const HARMLESS = /(?<=(?:^|[;\t\r\n]) *)'(?='*[=+\-@\t\r])/g;

// For a spreadsheet: what it would take for a formula becomes text (OWASP, CSV Injection). As base/csv.h of the appliance.
export function csvField(text: string): string {
  return `"${text.replace(FORMULA, "'$1").replaceAll('"', '""')}"`;
}

export function csvOf(rows: string[][]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

// What csvField() and the appliance put in front of formulas is taken off again.
export function withoutApostrophe(field: string): string {
  return field.replace(HARMLESS, '');
}
