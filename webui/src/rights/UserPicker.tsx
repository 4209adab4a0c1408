import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

import type { User } from '../api/client';
import { useUsers } from '../api/peopleQueries';

const FEW = 20;

interface UserPickerProps {
  label: string;
  // Read out, not shown: beside other fields that have none.
  hiddenLabel?: boolean;
  placeholder: string;
  nobody: string;
  // Whom one may choose; everybody without it.
  wanted?: (user: User) => boolean;
  value: string | null;
  // Whom `value` means when no answer of the appliance has said so yet.
  valueName?: string | undefined;
  onChange: (user: User | null) => void;
  error?: string | undefined;
  autoFocus?: boolean;
  clearable?: boolean;
  className?: string | undefined;
}

const called = ({ first_name, last_name, email }: User) => `${first_name} ${last_name} · ${email}`;

// Finds a user by a part of the name or e-mail address; the appliance searches, among however many there are.
export function UserPicker({ label, hiddenLabel, nobody, wanted, value, valueName, onChange, autoFocus, ...rest }: UserPickerProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<User | null>(null);
  const [settled] = useDebouncedValue(typed, 200);
  // What stands in the field is then the chosen one's name, and no search.
  const search = chosen && settled === called(chosen) ? '' : settled.trim();
  const found = (useUsers({ search }, FEW).data?.pages[0]?.items ?? []).filter((user) => wanted?.(user) ?? true);
  const users = chosen && !found.some(({ id }) => id === chosen.id) ? [...found, chosen] : found;
  const options = users.map((user) => ({ value: user.id, label: called(user) }));
  const isKnown = value === null || options.some((option) => option.value === value);
  return (
    <Select
      {...rest}
      {...(hiddenLabel ? { 'aria-label': label } : { label })}
      data-autofocus={autoFocus || undefined}
      searchable
      selectFirstOptionOnChange
      maxLength={100}
      data={isKnown ? options : [...options, { value, label: valueName ?? '…' }]}
      filter={({ options: all }) => all} // the appliance has filtered
      nothingFoundMessage={nobody}
      value={value}
      onSearchChange={setTyped}
      onChange={(id) => {
        const user = users.find((one) => one.id === id) ?? null;
        setChosen(user);
        onChange(user);
      }}
    />
  );
}
