import { Stack } from '@mantine/core';
import type { ComponentProps, FormEvent, ReactNode } from 'react';

import { FormButtons } from './FormButtons';
import { FormError } from './FormError';

interface FormProps extends ComponentProps<typeof FormButtons> {
  error?: unknown; // why it was refused
  maw?: string | undefined; // on a page
  onSubmit: () => void | Promise<void>;
  children?: ReactNode; // the fields
}

// Something that is asked for and sent, in a dialog or on a page.
export function Form({ error, maw, onSubmit, children, ...buttons }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a dialog stands, for React, inside whatever opened it
    void onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack {...(maw && { maw })}>
        <FormError error={error} />
        {children}
        <FormButtons {...buttons} />
      </Stack>
    </form>
  );
}
