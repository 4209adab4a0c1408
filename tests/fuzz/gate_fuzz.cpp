// Whatever a viewer sends, in portions that the first byte chooses. Links gatehouse_desktop.
#include <algorithm>

#include "appliance/desktop/gate.h"

namespace {

struct Ignore final : gatehouse::desktop::GateEvents {
  void send(gatehouse::Bytes) override {}
  void initialised() override {}
  void wishes_changed(const gatehouse::desktop::Wishes&) override {}
  void update_requested(bool, gatehouse::hw::Rect) override {}
  void continuous_updates(bool, gatehouse::hw::Rect) override {}
  void fence_returned(gatehouse::ByteView) override {}
  void key(std::uint32_t, std::uint32_t, bool) override {}
  void pointer(int, int, std::uint32_t) override {}
  void clipboard(std::string) override {}
  void resize(int, int) override {}
  void resize_refused(gatehouse::desktop::ResizeStatus) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t portion = 1 + data[0];
  Ignore ignore;
  gatehouse::desktop::Gate gate(ignore, gatehouse::policy::Permissions::all());
  for (std::size_t at = 1; at < size; at += portion)
    if (!gate.feed({data + at, std::min(portion, size - at)})) break;
  gate.offer_clipboard("text");
  return 0;
}
