import { Button, Stack, Text, TextInput } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import type { TotpSecret } from '../../api/client';
import { useAddDevice, useBeginDevice } from '../../api/secondFactor';
import { Copyable } from '../../ui/Copyable';
import { Form } from '../../ui/Form';
import { FormButtons } from '../../ui/FormButtons';
import { fieldErrors, FormError } from '../../ui/FormError';
import { Loading } from '../../ui/States';
import { useTell } from '../../ui/Toasts';
import { factorWords as words } from './factorWords';
import classes from './ProfilePage.module.css';

interface AddDeviceProps {
  // With the recovery codes that came with the first device; else none.
  onAdded: (recoveryCodes: string[]) => void;
  // Without it there is no way back from here.
  onCancel?: (() => void) | undefined;
  // A secret is shown.
  onBegun?: (() => void) | undefined;
  narrow?: boolean;
}

// Asks for a secret as soon as it is shown.
export function AddDevice({ onAdded, onCancel, onBegun, narrow = false }: AddDeviceProps) {
  const { mutate, data, error } = useBeginDevice();
  const ask = () => mutate(undefined, { onSuccess: () => onBegun?.() });
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    ask();
  }, []);
  if (data) return <Proof secret={data} onAdded={onAdded} onCancel={onCancel} narrow={narrow} onAgain={() => mutate()} />;
  if (!error) return <Loading />;
  return <Form error={error} label={words.again} onSubmit={ask} onCancel={onCancel} />;
}

interface ProofProps extends Omit<AddDeviceProps, 'onBegun'> {
  secret: TotpSecret;
  onAgain: () => void;
}

function Proof({ secret, onAdded, onCancel, narrow = false, onAgain }: ProofProps) {
  const add = useAddDevice();
  const tell = useTell();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const errors = fieldErrors(add.error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      // Also when this is not there any more at the end, because the list with the new device is: the codes must be seen.
      const made = await add.mutateAsync({ name: name.trim(), code: code.trim() });
      tell.done(made.recovery_codes.length > 0 ? words.enabled : words.added(made.device.name));
      onAdded(made.recovery_codes);
    } catch {
      // said by the form
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={narrow ? classes.narrow : classes.enrol}>
        <QRCodeSVG
          className={classes.qr}
          value={secret.uri}
          title={words.qrTitle}
          level="M"
          marginSize={4}
          bgColor="#ffffff"
          fgColor="#000000"
        />
        <Stack>
          <Text>{words.scan}</Text>
          <div>
            <Text fw={600} size="sm">
              {words.secret}
            </Text>
            <Copyable text={secret.secret} shown={secret.secret.replace(/(.{4})(?=.)/g, '$1 ')} />
          </div>
          <FormError error={add.error} />
          <TextInput
            label={words.name}
            description={words.nameHelp}
            required
            autoFocus
            maxLength={60}
            value={name}
            error={errors.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={words.code}
            description={words.codeHelp}
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={64}
            value={code}
            error={errors.code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <FormButtons
            label={words.enable}
            busy={add.isPending}
            other={
              <Button variant="subtle" onClick={onAgain}>
                {words.again}
              </Button>
            }
            onCancel={onCancel}
          />
        </Stack>
      </div>
    </form>
  );
}
