#include "hw/kms/lookout.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <utility>

#include "appliance/base/datagram.h"
#include "hw/input/uinput_device.h"

namespace gatehouse::hw::kms {
namespace {

constexpr const char* kOtherHalf = "the capture of the graphics card";
constexpr const char* kTerminal = "/dev/tty0";

// What the other half has mapped: the memory in each slot, and when it was last shown.
class Slots {
 public:
  struct Place {
    std::uint8_t slot;
    bool is_new;
  };
  Place of(const Shown& shown) {
    ++time_;
    std::size_t oldest = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].used != 0 && slots_[i].object == shown.object && same(slots_[i].buffer, shown.buffer)) {
        slots_[i].used = time_;
        return {static_cast<std::uint8_t>(i), false};
      }
      if (slots_[i].used < slots_[oldest].used) oldest = i;
    }
    slots_[oldest] = {shown.object, shown.buffer, time_};
    return {static_cast<std::uint8_t>(oldest), true};
  }

 private:
  static bool same(const Buffer& a, Buffer b) {
    b.slot = a.slot;
    return a == b;
  }
  struct Slot {
    std::uint64_t object = 0;
    Buffer buffer;
    std::uint64_t used = 0;  // 0: never
  };
  std::array<Slot, kSlots> slots_;
  std::uint64_t time_ = 0;
};

// One other half, from its first request to its end.
class Service {
 public:
  Service(int socket, const Machine& machine) : socket_(socket), machine_(machine) {}

  // An error: it is over.
  Result<void> answer() {
    if (!looking_)
      if (auto begun = begin(); !begun) return begun;
    auto picture = looking_();
    if (!picture) return picture.error();
    Look look;
    if (!*picture) {
      look.dark = true;
      return say(look);
    }
    const auto slot = show((*picture)->screen);
    if (!slot) return slot.error();
    look.slot = *slot;
    look.x = (*picture)->x;
    look.y = (*picture)->y;
    look.width = (*picture)->width;
    look.height = (*picture)->height;
    if ((*picture)->cursor) {
      const auto cursor = show(*(*picture)->cursor);
      if (!cursor) return cursor.error();
      look.has_cursor = true;
      look.cursor_slot = *cursor;
      look.cursor_x = (*picture)->cursor_x;
      look.cursor_y = (*picture)->cursor_y;
    }
    return say(look);
  }

 private:
  Result<void> begin() {
    auto looking = machine_.open_card();
    if (!looking) return looking.error();
    const auto keyboard = machine_.keyboard(), pointer = machine_.pointer();
    if (!keyboard) return keyboard.error();
    if (!pointer) return pointer.error();
    looking_ = *std::move(looking);
    if (auto said = say(Hello{machine_.keymap()}); !said) return said;
    if (auto said = say(Keyboard{}, keyboard->get()); !said) return said;
    return say(Pointer{}, pointer->get());
  }

  Result<std::uint8_t> show(const Shown& shown) {
    const Slots::Place place = slots_.of(shown);
    if (!place.is_new) return place.slot;
    Buffer buffer = shown.buffer;
    buffer.slot = place.slot;
    if (auto said = say(buffer, shown.memory.get()); !said) return said.error();
    return place.slot;
  }

  Result<void> say(const Message& message, int fd = -1) {
    return send(socket_, Datagram{encode(message)}, kOtherHalf, fd);
  }

  const int socket_;
  const Machine& machine_;
  Machine::Looking looking_;
  Slots slots_;
};

Result<Machine::Looking> open_this_card() {
  auto found = find_card(true);
  if (!found) return found.error();
  // A function must be copyable, a card is not.
  const auto card = std::make_shared<Card>(*std::move(found));
  return Machine::Looking([card] { return card->look(); });
}

ConsoleKeymap this_keymap() {
  const UniqueFd terminal(::open(kTerminal, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  return terminal ? read_console_keymap(terminal.get()) : us_keymap();
}

}  // namespace

Machine this_machine() {
  return {open_this_card, this_keymap, make_keyboard_device, make_pointer_device};
}

Lookout::Lookout(UniqueFd socket, Machine machine)
    : socket_(std::move(socket)), machine_(std::move(machine)), thread_([this] { work(); }) {}

Lookout::~Lookout() {
  ::shutdown(socket_.get(), SHUT_RDWR);
  thread_.join();
}

void Lookout::work() {
  Service service(socket_.get(), machine_);
  for (;;) {
    pollfd waiting{socket_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, -1) < 0) continue;
    // Many requests that came together are one.
    bool asked = false, would_block = false;
    while (!would_block) {
      const auto request = receive(socket_.get(), kDatagramCap, kOtherHalf, would_block);
      if (!request || (!*request && !would_block)) {
        done_ = true;
        return;
      }
      asked = asked || *request;
    }
    if (!asked) continue;
    if (auto answered = service.answer(); !answered) {
      done_ = true;
      static_cast<void>(send(socket_.get(), Datagram{encode(Lost{answered.error().message})}, kOtherHalf));
      ::shutdown(socket_.get(), SHUT_RDWR);
      return;
    }
  }
}

}  // namespace gatehouse::hw::kms
