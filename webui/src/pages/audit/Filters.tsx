import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useUser } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { nameOf } from '../../rights/Person';
import { UserPicker } from '../../rights/UserPicker';
import { Days } from '../../ui/Days';
import filterClasses from '../../ui/Filters.module.css';
import classes from './audit.module.css';
import type { Choice } from './filter';
import { words } from './words';

interface FiltersProps {
  choice: Choice;
  typed: string;
  onType: (text: string) => void;
  onChange: (chosen: Partial<Choice>) => void;
  // To choose columns.
  menu: ReactNode;
}

const named = (all: Record<string, string>) => Object.entries(all).map(([value, label]) => ({ value, label }));
const actions = [{ value: '', label: words.allActions }, ...named(words.actionGroups), ...named(words.actions)];

export function Filters({ choice, typed, onType, onChange, menu }: FiltersProps) {
  const maySeeUsers = useAccess('users') !== 'none';
  return (
    <div className={filterClasses.tools} role="search" aria-label={words.filters}>
      <TextInput
        className={filterClasses.search}
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        maxLength={100}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <div className={filterClasses.choices}>
        {maySeeUsers && <Person actor={choice.actor} onChange={(actor) => onChange({ actor })} />}
        <NativeSelect
          aria-label={words.action}
          data={actions}
          value={choice.action}
          onChange={(event) => onChange({ action: event.currentTarget.value })}
        />
        {menu}
      </div>
      <Days from={choice.from} to={choice.to} onChange={onChange} />
    </div>
  );
}

function Person({ actor, onChange }: { actor: string; onChange: (actor: string) => void }) {
  const known = useUser(actor, actor !== '').data;
  return (
    <UserPicker
      className={classes.person}
      label={words.person}
      hiddenLabel
      placeholder={words.anybody}
      nobody={words.nobodyFound}
      clearable
      value={actor || null}
      valueName={known && nameOf(known)}
      onChange={(user) => onChange(user?.id ?? '')}
    />
  );
}
