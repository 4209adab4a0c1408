import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { useCheckSetupCode } from '../../api/mutations';
import { fieldErrors, FormError } from '../../ui/FormError';
import { Step } from './Step';
import { words } from './words';

interface CodeStepProps {
  code: string;
  refusal: unknown; // from a later step: the code was refused after all
  onCode: (code: string) => void;
  onDone: () => void;
}

export function CodeStep({ code, refusal, onCode, onDone }: CodeStepProps) {
  const check = useCheckSetupCode();
  const [changed, setChanged] = useState(false); // what was said about another code means nothing now
  const error = changed ? null : (check.error ?? (check.isIdle ? refusal : null));
  const submit = () => {
    setChanged(false);
    check.mutate(code.trim(), { onSuccess: onDone });
  };
  return (
    <Step
      number={1}
      title={words.code.title}
      lead={words.code.lead}
      submit={words.continue}
      busy={check.isPending}
      onSubmit={submit}
    >
      <FormError error={error} />
      <TextInput
        label={words.code.label}
        description={words.code.help}
        required
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        maxLength={64}
        size="lg"
        value={code}
        error={fieldErrors(error).code}
        onChange={(event) => {
          setChanged(true);
          onCode(event.currentTarget.value);
        }}
      />
    </Step>
  );
}
