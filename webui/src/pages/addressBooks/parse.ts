// Reads a table of entries: a CSV (RFC 4180) with nickname,address[,comment[,tags]], tags with semicolons between them.
import { normalizeAddress } from '../../ui/address';
import { fieldsOf, type Row, rowsOf, separatorOf, withoutApostrophe } from '../../ui/csv';
import { words as shared } from '../../ui/words';
import { tidyTags } from '../../ui/tagList';
import { words } from './words';

export const MOST_LINES = 10_000;

export interface Line {
  // As people count, from 1.
  line: number;
  nickname: string;
  address: string;
  // undefined: the table has no such column.
  comment?: string;
  tags?: string[];
  // Why it can't be taken; undefined: it can.
  mistake?: string;
}

type Column = 'nickname' | 'address' | 'comment' | 'tags';

const names: Record<string, Column> = {
  nickname: 'nickname',
  name: 'nickname',
  alias: 'address',
  kurzname: 'nickname',
  address: 'address',
  id: 'address',
  adresse: 'address',
  comment: 'comment',
  comments: 'comment',
  note: 'comment',
  notes: 'comment',
  kommentar: 'comment',
  tag: 'tags',
  tags: 'tags',
  schlagwort: 'tags',
  schlagwörter: 'tags',
};

const usual: readonly (Column | undefined)[] = ['nickname', 'address', 'comment', 'tags'];

function headOf(fields: string[] | undefined): (Column | undefined)[] | undefined {
  const columns = fields?.map((field) => names[field.toLowerCase().replace(/[\s_-]/g, '')]);
  return columns?.includes('address') ? columns : undefined;
}

function lineOf(row: Row, separator: string, columns: readonly (Column | undefined)[]): Line {
  const line: Line = { line: row.line, nickname: '', address: '' };
  const fields = fieldsOf(row.raw, separator)?.map(withoutApostrophe);
  if (!fields) return { ...line, nickname: row.raw.trim().slice(0, 100), mistake: shared.file.badQuote };
  fields.forEach((field, index) => {
    const column = columns[index];
    if (column === 'tags') line.tags = tidyTags([field]);
    else if (column === 'address') line.address = normalizeAddress(field);
    else if (column) line[column] = field.replace(/\s+/g, ' ').trim();
  });
  if (columns === usual && fields.length > usual.length) line.mistake = words.import.tooMuch;
  if (line.address === '') line.mistake = words.import.noAddress;
  line.nickname ||= line.address;
  return line;
}

// An address that is there twice counts once.
function withoutTwins(lines: Line[]): Line[] {
  const seen = new Map<string, number>();
  return lines.map((one) => {
    const key = one.address.toLowerCase();
    const before = seen.get(key);
    if (one.mistake !== undefined) return one;
    if (before !== undefined) return { ...one, mistake: words.import.twin(before) };
    seen.set(key, one.line);
    return one;
  });
}

export function parseTable(text: string): Line[] {
  const rows = rowsOf(text);
  const separator = separatorOf(rows);
  const head = headOf(rows[0] && fieldsOf(rows[0].raw, separator));
  return withoutTwins(rows.slice(head ? 1 : 0).map((row) => lineOf(row, separator, head ?? usual)));
}
