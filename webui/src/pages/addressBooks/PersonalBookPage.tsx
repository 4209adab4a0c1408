import { useAccess } from '../../app/CurrentUser';
import { Page } from '../../ui/Page';
import { BookTabs } from './BookTabs';
import { Entries } from './Entries';
import { words } from './words';

export default function PersonalBookPage() {
  const mayEdit = useAccess('personal_profile') === 'edit';
  return (
    <Page title={words.title} lead={words.personal.lead}>
      <BookTabs />
      <Entries book={null} mayEdit={mayEdit} path="/address-books/personal" />
    </Page>
  );
}
