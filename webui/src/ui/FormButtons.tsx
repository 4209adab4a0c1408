import { Button, Group } from '@mantine/core';

import { words } from './words';

interface FormButtonsProps {
  label: string; // of the button that sends the form
  busy: boolean;
  onCancel: () => void;
}

// The last row of a form in a dialog.
export function FormButtons({ label, busy, onCancel }: FormButtonsProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {words.cancel}
      </Button>
      <Button type="submit" loading={busy}>
        {label}
      </Button>
    </Group>
  );
}
