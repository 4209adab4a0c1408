import { MultiSelect, TagsInput } from '@mantine/core';

import classes from './Tags.module.css';
import { LONGEST_TAG, MOST_TAGS, tidyTags } from './tagList';

interface TagsProps {
  label: string;
  // Those in use, to choose from.
  known: readonly string[];
  value: string[];
  onChange: (tags: string[]) => void;
}

// The buttons of a form stand below its last field, and must not be covered.
export const opensUpwards = { position: 'top' } as const;

// For a form: new ones, too.
export function TagsField({ label, description, known, value, error, onChange }: TagsProps & { description?: string; error?: string | undefined }) {
  return (
    <TagsInput
      label={label}
      description={description}
      data={[...known]}
      maxTags={MOST_TAGS}
      maxLength={LONGEST_TAG}
      splitChars={[',', ';']}
      acceptValueOnBlur
      comboboxProps={opensUpwards}
      value={value}
      error={error}
      onChange={(tags) => onChange(tidyTags(tags))}
    />
  );
}

// For a list: what has all that are chosen. Also those that nothing has any more, when a link names them.
export function TagsFilter({ label, known, value, onChange }: TagsProps) {
  const gone = value.filter((tag) => !known.some((one) => one.toLowerCase() === tag.toLowerCase()));
  const asKnown = value.map((tag) => known.find((one) => one.toLowerCase() === tag.toLowerCase()) ?? tag);
  return (
    <MultiSelect
      className={classes.filter}
      aria-label={label}
      placeholder={value.length === 0 ? label : undefined}
      data={[...known, ...gone]}
      value={asKnown}
      searchable
      clearable
      maxValues={MOST_TAGS}
      onChange={onChange}
    />
  );
}
