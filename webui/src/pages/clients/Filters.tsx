import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ChangeEvent, ReactNode } from 'react';

import { useClientPlatforms, useClientTags } from '../../api/queries';
import classes from '../../ui/Filters.module.css';
import { platformName } from '../../ui/platform';
import { TagsFilter } from '../../ui/TagsInput';
import { type Choice, readChoice, writeChoice } from './filter';
import { helpWords } from './helpWords';
import { keyWords } from './keyWords';
import { words } from './words';

interface FiltersProps {
  choice: Choice;
  typed: string;
  onType: (text: string) => void;
  onChange: (chosen: Partial<Choice>) => void;
  // To choose columns.
  menu: ReactNode;
}

export function Filters({ choice, typed, onType, onChange, menu }: FiltersProps) {
  const platforms = usePlatforms(choice.platform);
  const tags = useClientTags();
  // A list's values are read as an address's are: anything else is not chosen.
  const choose = (name: string) => (event: ChangeEvent<HTMLSelectElement>) => {
    const params = writeChoice(choice);
    params.set(name, event.currentTarget.value);
    onChange(readChoice(params));
  };
  return (
    <div className={classes.tools} role="search" aria-label={words.filters}>
      <TextInput
        className={classes.search}
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        maxLength={100}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <div className={classes.choices}>
        <NativeSelect
          aria-label={words.presence}
          data={words.presences}
          value={choice.presence}
          onChange={choose('state')}
        />
        <NativeSelect
          aria-label={words.platform}
          data={platforms}
          value={choice.platform}
          onChange={choose('platform')}
        />
        <NativeSelect
          aria-label={words.sort}
          data={words.orders}
          value={choice.order}
          onChange={choose('sort')}
        />
        {menu}
      </div>
      {(tags.length > 0 || choice.tags.length > 0) && (
        <TagsFilter label={words.filterTags} known={tags} value={choice.tags} onChange={(chosen) => onChange({ tags: chosen })} />
      )}
      <div className={classes.switches}>
        <Switch
          label={helpWords.only}
          checked={choice.help}
          onChange={(event) => onChange({ help: event.currentTarget.checked })}
        />
        <Switch
          label={keyWords.only}
          checked={choice.changedKey}
          onChange={(event) => onChange({ changedKey: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}

// Those there are, and the one that is chosen even when no machine is left that has it.
function usePlatforms(chosen: string) {
  const there = useClientPlatforms().data?.items ?? [];
  const all = chosen === '' || there.includes(chosen) ? there : [...there, chosen];
  return [{ value: '', label: words.allPlatforms }, ...all.map((platform) => ({ value: platform, label: platformName(platform) }))];
}
