import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';

import type { Machine, Versioned } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { fetchClient } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { hoursOf, isReadable, openingWords, typedHours, WEEKDAYS } from '../../ui/openingHours';
import { useEdit } from '../../ui/useEdit';
import { words as uiWords } from '../../ui/words';
import { hoursWords as words } from './hoursWords';
import classes from './OpeningHours.module.css';

// When the machine may be reached; a machine without hours shows this to those only who may give it some.
export function OpeningHours({ machine }: { machine: Versioned<Machine> }) {
  const mayEdit = useAccess('clients') === 'edit';
  const [opened, dialog] = useDisclosure(false);
  const hours = machine.opening_hours;
  if (!hours && !mayEdit) return null;
  return (
    <Card
      title={words.title}
      aside={
        mayEdit && (
          <Button variant="default" onClick={dialog.open}>
            {hours ? words.change : words.set}
          </Button>
        )
      }
    >
      {hours ? <Timetable machine={machine} /> : <Text c="var(--quiet)">{words.always}</Text>}
      <Dialog opened={opened} title={words.dialog(machine.name || groupDigits(machine.id))} onClose={dialog.close}>
        <HoursForm machine={machine} onClose={dialog.close} />
      </Dialog>
    </Card>
  );
}

function Timetable({ machine }: { machine: Machine }) {
  const now = [machine.open ? words.open : uiWords.closed, openingWords(machine)];
  return (
    <>
      <Text fw={600}>{[...new Set(now)].filter((one) => one !== '').join(' · ')}</Text>
      <dl className={classes.days}>
        {WEEKDAYS.map((day) => {
          const spans = machine.opening_hours?.[day] ?? [];
          return (
            <div key={day} className={classes.day}>
              <dt>{uiWords.weekdays[day]}</dt>
              <dd data-closed={spans.length === 0 || undefined}>{spans.length > 0 ? spans.join(', ').replaceAll('-', ' – ') : words.closed}</dd>
            </div>
          );
        })}
      </dl>
      <Text c="var(--quiet)">{words.zone(machine.time_zone)}</Text>
    </>
  );
}

const valuesOf = ({ opening_hours }: Machine) => ({ hours: typedHours(opening_hours) });
const labels = { hours: words.title };
const shown = {
  hours: (hours: string[]) =>
    WEEKDAYS.map((day, at) => `${uiWords.weekdays[day]} ${hours[at] || words.closed}`).join('; '),
};

function HoursForm({ machine, onClose }: { machine: Versioned<Machine>; onClose: () => void }) {
  const change = useChangeClient(machine.id);
  const [checked, setChecked] = useState(false);
  const edit = useEdit({
    entity: machine,
    valuesOf,
    save: ({ hours }, version) => change.mutateAsync({ ...(hours && { opening_hours: hoursOf(hours) }), version }),
    load: () => fetchClient(machine.id),
    tidy: ({ hours }) => ({ hours: typedHours(hoursOf(hours)) }),
  });
  const { hours } = edit.values;
  const refused = fieldErrors(edit.error).opening_hours;
  const set = (at: number, typed: string) => edit.set({ hours: hours.map((one, day) => (day === at ? typed : one)) });
  const submit = async () => {
    setChecked(true);
    return hours.every(isReadable) ? edit.submit() : null;
  };
  return (
    <EditForm edit={{ ...edit, submit }} labels={labels} shown={shown} save={words.save} saved={words.saved} onClose={onClose}>
      <Text c="var(--quiet)">{words.help}</Text>
      {WEEKDAYS.map((day, at) => (
        <TextInput
          key={day}
          classNames={{ root: classes.field ?? '', label: classes.label ?? '' }}
          label={uiWords.weekdays[day]}
          placeholder={words.closed}
          data-autofocus={at === 0 || undefined}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={hours[at] ?? ''}
          error={checked && !isReadable(hours[at] ?? '') && words.wrong}
          onChange={(event) => set(at, event.currentTarget.value)}
        />
      ))}
      {refused && (
        <Text c="var(--mantine-color-error)" role="alert">
          {refused}
        </Text>
      )}
      <div>
        <Button variant="subtle" onClick={() => edit.set({ hours: hours.map((one, at) => (at > 0 && at < 5 ? (hours[0] ?? '') : one)) })}>
          {words.copy}
        </Button>
      </div>
      <Text c="var(--quiet)">{words.zone(machine.time_zone)}</Text>
    </EditForm>
  );
}
