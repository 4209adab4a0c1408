import { Radio, Stack } from '@mantine/core';

import { words } from './words';

interface LinkByMailProps {
  byMail: boolean;
  onChange: (byMail: boolean) => void;
  // For many.
  all?: boolean;
}

// How people get the link by which they set their password. To be shown only where the appliance sends mail.
export function LinkByMail({ byMail, onChange, all }: LinkByMailProps) {
  return (
    <Radio.Group label={words.linkBy} value={byMail ? 'mail' : 'hand'} onChange={(value) => onChange(value === 'mail')}>
      <Stack gap="xs" mt="xs">
        <Radio value="mail" label={all ? words.linkByMailAll : words.linkByMail} />
        <Radio value="hand" label={all ? words.linkByHandAll : words.linkByHand} />
      </Stack>
    </Radio.Group>
  );
}
