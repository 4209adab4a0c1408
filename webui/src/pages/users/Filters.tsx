import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ChangeEvent, ReactNode } from 'react';

import { useGroups, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import classes from '../../ui/Filters.module.css';
import { type Choice, readChoice, writeChoice } from './filter';
import { words } from './words';

interface FiltersProps {
  choice: Choice;
  typed: string;
  onType: (text: string) => void;
  onChange: (chosen: Partial<Choice>) => void;
  // To choose columns.
  menu: ReactNode;
}

const states = [
  { value: '', label: words.allStates },
  ...Object.entries(words.states).map(([value, label]) => ({ value, label })),
];

export function Filters({ choice, typed, onType, onChange, menu }: FiltersProps) {
  const maySeeRoles = useAccess('roles') !== 'none';
  const maySeeGroups = useAccess('groups') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items ?? [];
  const groups = useGroups(maySeeGroups).data?.items ?? [];
  // A list's values are read as an address's are: anything else is not chosen.
  const choose = (name: string) => (event: ChangeEvent<HTMLSelectElement>) => {
    const params = writeChoice(choice);
    params.set(name, event.currentTarget.value);
    onChange(readChoice(params));
  };
  const named = (all: string, items: { id: string; name: string }[]) => [
    { value: '', label: all },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ];
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
        <NativeSelect aria-label={words.state} data={states} value={choice.state} onChange={choose('state')} />
        {maySeeRoles && (
          <NativeSelect aria-label={words.role} data={named(words.allRoles, roles)} value={choice.role} onChange={choose('role')} />
        )}
        {maySeeGroups && (groups.length > 0 || choice.group !== '') && (
          <NativeSelect aria-label={words.group} data={named(words.allGroups, groups)} value={choice.group} onChange={choose('group')} />
        )}
        <NativeSelect aria-label={words.sort} data={words.orders} value={choice.order} onChange={choose('sort')} />
        {menu}
      </div>
    </div>
  );
}
