import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useClient } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Days } from '../../ui/Days';
import classes from '../../ui/Filters.module.css';
import { AUTHORIZATIONS, authorizationOf, type Choice } from './filter';
import { words } from './words';

interface FiltersProps {
  choice: Choice;
  typed: string;
  onType: (text: string) => void;
  onChange: (chosen: Partial<Choice>) => void;
  // To choose columns.
  menu: ReactNode;
}

const ways = AUTHORIZATIONS.map((value) => ({ value, label: words.authorizations[value] }));

export function Filters({ choice, typed, onType, onChange, menu }: FiltersProps) {
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
      <SegmentedControl
        aria-label={words.filter}
        value={choice.show}
        onChange={(value) => onChange({ show: value === 'active' ? 'active' : 'all' })}
        data={[
          { value: 'all', label: words.all },
          { value: 'active', label: words.active },
        ]}
      />
      <NativeSelect
        aria-label={words.authorizedBy}
        data={[{ value: '', label: words.allAuthorizations }, ...ways]}
        value={choice.authorizedBy}
        onChange={(event) => onChange({ authorizedBy: authorizationOf(event.currentTarget.value) })}
      />
      <Days from={choice.from} to={choice.to} onChange={onChange} />
      {menu}
      {choice.client !== '' && <OnlyMachine id={choice.client} onRemove={() => onChange({ client: '' })} />}
    </div>
  );
}

// By its ID for who may not see machines, and when it is there no more.
function OnlyMachine({ id, onRemove }: { id: string; onRemove: () => void }) {
  const maySee = useAccess('clients') !== 'none';
  const name = useClient(id, maySee).data?.name || groupDigits(id);
  return (
    <div className={classes.switches}>
      <Button
        className={classes.only ?? ''}
        variant="light"
        size="xs"
        rightSection={<IconX size={14} aria-hidden />}
        aria-label={words.anyMachine(name)}
        onClick={onRemove}
      >
        {words.onlyMachine(name)}
      </Button>
    </div>
  );
}
