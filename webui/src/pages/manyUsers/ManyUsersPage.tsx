import { useApplianceState } from '../../api/queries';
import { useMakesByHand } from '../../app/CurrentUser';
import { Page } from '../../ui/Page';
import { FromElsewhere } from '../users/FromElsewhere';
import { ListForm } from './ListForm';
import { Results } from './Results';
import { useProceed } from './useProceed';
import { words } from './words';

// A list of people becomes users: the list first, then what became of each line.
export default function ManyUsersPage() {
  const sendsMail = useApplianceState().data?.mail ?? false;
  const byHand = useMakesByHand();
  const proceed = useProceed();
  return (
    <Page title={words.title} lead={words.lead} back={{ to: '/users', label: words.back }}>
      {proceed.progress ? (
        <Results progress={proceed.progress} until={proceed.until} onStop={proceed.stop} onGoOn={proceed.goOn} onAgain={proceed.clear} />
      ) : !byHand ? (
        <FromElsewhere />
      ) : (
        <ListForm sendsMail={sendsMail} onProceed={proceed.start} />
      )}
    </Page>
  );
}
