#include "hw/input/uinput_device.h"

#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>

namespace gatehouse::hw {
namespace {

constexpr const char* kDevice = "/dev/uinput";
constexpr int kLastKey = 127;                         // as far as the text console's layout goes
constexpr std::uint16_t kKeyboard = 1, kPointer = 2;  // product numbers

Result<UniqueFd> open_uinput() {
  UniqueFd fd(::open(kDevice, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (fd) return fd;
  if (errno == ENOENT || errno == ENODEV)
    return Error{"the kernel makes no input devices: load its module uinput (modprobe uinput)"};
  return errno_error(std::string("cannot open ") + kDevice);
}

bool set(const UniqueFd& fd, unsigned long request, std::initializer_list<int> bits) {
  for (const int bit : bits)
    if (::ioctl(fd.get(), request, bit) != 0) return false;
  return true;
}

Result<UniqueFd> create(UniqueFd fd, const char* name, std::uint16_t product) {
  uinput_setup setup{};
  setup.id = {BUS_VIRTUAL, 0, product, 1};
  std::strncpy(setup.name, name, sizeof(setup.name) - 1);
  if (::ioctl(fd.get(), UI_DEV_SETUP, &setup) != 0 || ::ioctl(fd.get(), UI_DEV_CREATE) != 0)
    return errno_error("the kernel makes no input device");
  return fd;
}

}  // namespace

Result<void> can_make_devices() {
  const auto fd = open_uinput();
  return fd ? Result<void>() : fd.error();
}

Result<UniqueFd> make_keyboard_device() {
  auto fd = open_uinput();
  if (!fd) return fd;
  bool ok = set(*fd, UI_SET_EVBIT, {EV_KEY, EV_LED}) && set(*fd, UI_SET_LEDBIT, {LED_CAPSL, LED_NUML});
  for (int key = 1; key <= kLastKey; ++key)
    if (key != KEY_SYSRQ) ok = ok && set(*fd, UI_SET_KEYBIT, {key});
  if (!ok) return errno_error("the kernel makes no keyboard");
  return create(*std::move(fd), "Gatehouse keyboard", kKeyboard);
}

Result<UniqueFd> make_pointer_device() {
  auto fd = open_uinput();
  if (!fd) return fd;
  bool ok = set(*fd, UI_SET_EVBIT, {EV_KEY, EV_REL, EV_ABS}) &&
            set(*fd, UI_SET_KEYBIT, {BTN_LEFT, BTN_RIGHT, BTN_MIDDLE, BTN_SIDE, BTN_EXTRA}) &&
            set(*fd, UI_SET_RELBIT, {REL_WHEEL, REL_HWHEEL, REL_WHEEL_HI_RES, REL_HWHEEL_HI_RES});
  for (const std::uint16_t axis : {ABS_X, ABS_Y}) {
    uinput_abs_setup range{};
    range.code = axis;
    range.absinfo.maximum = kPointerRange;
    ok = ok && ::ioctl(fd->get(), UI_ABS_SETUP, &range) == 0;
  }
  if (!ok) return errno_error("the kernel makes no pointer");
  return create(*std::move(fd), "Gatehouse pointer", kPointer);
}

}  // namespace gatehouse::hw
