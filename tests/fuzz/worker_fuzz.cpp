// A datagram from the desktop worker, which parses what strangers send and is not believed: what is taken is
// within its bounds, and written again reads the same.
#include "appliance/base/result.h"
#include "appliance/desktop/worker_messages.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = desktop::worker::decode({data, size});
  if (!message) return 0;
  const Bytes again = desktop::worker::encode(*message);
  const auto reread = desktop::worker::decode(again);
  GH_ASSERT(reread && reread->index() == message->index());
  GH_ASSERT(desktop::worker::encode(*reread) == again);
  return 0;
}
