// Records from a peer on a link: read in two pieces, and what was read is written back the same. And where a machine,
// or an appliance, says that a viewer may come directly.
#include <algorithm>

#include "appliance/base/result.h"
#include "appliance/wire/direct_address.h"
#include "appliance/wire/link.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t cut = size > 0 ? data[0] % size : 0;
  wire::RecordReader reader;
  std::size_t read = 0;
  for (const ByteView piece : {input.first(cut), input.subspan(cut)}) {
    reader.feed(piece);
    while (const auto record = reader.next()) {
      const Bytes again = wire::encode(*record);
      GH_ASSERT(read + again.size() <= size && std::ranges::equal(again, input.subspan(read, again.size())));
      read += again.size();
    }
  }
  const auto address = wire::parse_direct_address(as_text(input));
  if (address) GH_ASSERT(wire::parse_direct_address(address->text()) == address);
  return 0;
}
