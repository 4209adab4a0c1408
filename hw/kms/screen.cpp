#include "hw/kms/screen.h"

#include <fcntl.h>
#include <linux/kd.h>
#include <sys/ioctl.h>

#include "hw/input/uinput_device.h"
#include "hw/kms/card.h"

namespace gatehouse::hw::kms {
namespace {

// The terminal in front is in graphics mode, or there are none, and so no text console.
bool is_drawn() {
  const UniqueFd terminal(::open("/dev/tty0", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  int mode = KD_TEXT;
  return !terminal || ::ioctl(terminal.get(), KDGETMODE, &mode) != 0 || mode == KD_GRAPHICS;
}

}  // namespace

Result<Screen> find_screen(bool also_dark) {
  const bool drawn = is_drawn();
  const auto card = find_card(also_dark || drawn);
  if (!card) return card.error();
  if (auto can = can_make_devices(); !can) return can.error();
  return Screen{"screen of the graphics card (" + card->driver() + ")", drawn};
}

}  // namespace gatehouse::hw::kms
