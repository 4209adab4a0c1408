import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { type BookId, useAddressTags } from '../../api/addressBooks';
import classes from '../../ui/Filters.module.css';
import { TagsFilter } from '../../ui/TagsInput';
import type { Choice } from './filter';
import { words } from './words';

interface FiltersProps {
  book: BookId;
  choice: Choice;
  typed: string;
  onType: (text: string) => void;
  onChange: (chosen: Partial<Choice>) => void;
  // To choose columns.
  menu: ReactNode;
}

export function Filters({ book, choice, typed, onType, onChange, menu }: FiltersProps) {
  const tags = useAddressTags(book).data?.items ?? [];
  return (
    <div className={classes.tools} role="search" aria-label={words.entries.filters}>
      <TextInput
        className={classes.search}
        type="search"
        aria-label={words.entries.search}
        placeholder={words.entries.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        maxLength={100}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <TagsFilter
        label={words.entries.filterTags}
        known={tags.map(({ tag }) => tag)}
        value={choice.tags}
        onChange={(chosen) => onChange({ tags: chosen })}
      />
      {menu}
    </div>
  );
}
