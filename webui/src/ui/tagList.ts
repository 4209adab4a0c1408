export const MOST_TAGS = 20;
export const LONGEST_TAG = 32;

// Each once, whatever its case; a tag has neither comma nor semicolon, so that several can be typed or pasted at once.
export function tidyTags(tags: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const part of tags.flatMap((tag) => tag.split(/[,;]/))) {
    const tag = part.replace(/\s+/g, ' ').trim();
    if (tag !== '' && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag);
  }
  return [...seen.values()];
}

// Of a page's address, which may hold anything.
export function readTags(params: URLSearchParams): string[] {
  return tidyTags(params.getAll('tag').map((tag) => tag.slice(0, LONGEST_TAG))).slice(0, MOST_TAGS);
}
