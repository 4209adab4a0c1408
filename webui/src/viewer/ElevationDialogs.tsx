import { Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import { Confirm } from '../ui/Confirm';
import { Dialog } from '../ui/Dialog';
import { FormButtons } from '../ui/FormButtons';
import { ARGUMENT_CAP } from '../wire/terminal';
import type { Controls } from './controls';
import { elevationWords } from './elevationWords';
import { RequestElevation } from './RequestElevation';
import { requestWords as words } from './requestWords';

// What is asked before something is done as administrator. Who is done with it is at the screen again.
export function ElevationDialogs({ controls }: { controls: Controls }) {
  const { elevation, screen } = controls;
  const { dialog, show, start } = elevation;
  const close = () => {
    show(undefined);
    screen?.focus();
  };
  const begin = (action: Parameters<typeof start>[0], argument?: string) => {
    show(undefined);
    start(action, argument);
  };
  return (
    <>
      <Dialog opened={dialog === 'request'} title={elevationWords.request} onClose={close} returnFocus={false}>
        <RequestElevation elevation={elevation} onClose={close} onTerminal={() => begin('shell')} />
      </Dialog>
      <Dialog opened={dialog === 'restart_service'} title={words.serviceTitle} onClose={close} returnFocus={false}>
        <ServiceForm onRestart={(name) => begin('restart_service', name)} onCancel={close} />
      </Dialog>
      <Confirm
        opened={dialog === 'update'}
        title={words.updateTitle}
        action={words.install}
        harmless
        busy={false}
        returnFocus={false}
        onConfirm={() => begin('update')}
        onCancel={close}
      >
        {words.updateText}
      </Confirm>
      <Confirm
        opened={dialog === 'restart_machine'}
        title={words.restartTitle}
        action={words.restartIt}
        busy={false}
        returnFocus={false}
        onConfirm={() => begin('restart_machine')}
        onCancel={close}
      >
        {words.restartText}
      </Confirm>
    </>
  );
}

function ServiceForm({ onRestart, onCancel }: { onRestart(name: string): void; onCancel(): void }) {
  const [name, setName] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const service = name.trim();
    const fits = /^[\w:.@][\w:.@-]*$/.test(service) && service.length <= ARGUMENT_CAP;
    setWrong(!fits);
    if (fits) onRestart(service);
  };
  return (
    <form onSubmit={submit}>
      <Text mb="md">{words.serviceText}</Text>
      <TextInput
        label={words.serviceName}
        placeholder={words.serviceExample}
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={ARGUMENT_CAP}
        value={name}
        error={isWrong && words.serviceMissing}
        mb="xl"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormButtons label={words.restartIt} onCancel={onCancel} />
    </form>
  );
}
