import { useParams } from 'react-router-dom';

export default function ViewerPage() {
  const { address } = useParams();
  return <p>{address}</p>;
}
