import { Autocomplete, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';

import { useClients } from '../api/queries';
import { addressOf, groupDigits, normalizeAddress } from './address';
import classes from './ConnectField.module.css';
import { OnlineStatus } from './Status';
import { useConnect } from './useConnect';
import { words } from './words';

const SUGGESTIONS = 6;

// Takes an ID or alias, and offers machines by name while one types.
export function ConnectField({ size }: { size: 'sm' | 'lg' }) {
  const connect = useConnect();
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  const [search] = useDebouncedValue(normalizeAddress(typed), 150);
  const clients = useClients({ search }, SUGGESTIONS, search !== '');
  const found = search === '' ? [] : (clients.data?.pages[0]?.items ?? []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = normalizeAddress(typed);
    if (address === '') return setMissing(true);
    // A name is no address, but when it means just one machine, it is clear enough.
    const named = found.filter((machine) => machine.name.toLowerCase() === address.toLowerCase());
    connect(named.length === 1 && named[0] ? named[0].id : address);
  };

  return (
    <form className={classes.form} onSubmit={submit} role="search" aria-label={words.connect}>
      <Autocomplete
        className={classes.input}
        size={size}
        aria-label={words.addressLabel}
        placeholder={words.addressPlaceholder}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          setMissing(false);
        }}
        error={missing && words.addressMissing}
        maxLength={128}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        data={found.map((machine) => ({ value: machine.id, label: groupDigits(machine.id) }))}
        filter={({ options }) => options}
        onOptionSubmit={connect}
        renderOption={({ option }) => {
          const machine = found.find(({ id }) => id === option.value);
          return (
            machine && (
              <span className={classes.option}>
                <span className={classes.name}>{machine.name}</span>
                <span className={classes.address}>{addressOf(machine)}</span>
                <OnlineStatus online={machine.online} />
              </span>
            )
          );
        }}
      />
      <Button type="submit" size={size} rightSection={<IconArrowRight size={18} aria-hidden />}>
        {words.connect}
      </Button>
    </form>
  );
}
