// A graphics card as the kernel's mode setting has it (drm-kms(7)): what is on its screen now, without being its master and without
// changing anything. Needs CAP_SYS_ADMIN, because the kernel gives nobody else a handle on another program's framebuffer
// (DRM_IOCTL_MODE_GETFB2). One thread.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "hw/kms/messages.h"

namespace gatehouse::hw::kms {

// A framebuffer on a plane. `memory` can only be read.
struct Shown {
  Buffer buffer;  // without a slot
  UniqueFd memory;
  std::uint64_t object;  // the same for the same memory, as long as somebody has it
};

struct Picture {
  Shown screen;
  std::uint32_t x = 0, y = 0, width = 0, height = 0;  // of the buffer, what the screen shows
  std::optional<Shown> cursor;
  std::int32_t cursor_x = 0, cursor_y = 0;
};

class Card {
 public:
  // "/dev/dri/card0"
  static Result<Card> open(const std::string& path);
  Card(Card&&) noexcept = default;
  Card& operator=(Card&&) noexcept = default;

  const std::string& driver() const { return driver_; }  // "vc4"
  // Nothing: no screen is switched on. An error: what is shown can't be read, and why.
  Result<std::optional<Picture>> look();

 private:
  enum class PlaneKind { overlay, primary, cursor };
  struct Plane {
    std::uint32_t id = 0;
    PlaneKind kind = PlaneKind::overlay;
    std::uint32_t x_property = 0, y_property = 0;  // 0: it does not say where it is
  };

  explicit Card(UniqueFd fd) : fd_(std::move(fd)) {}
  bool ask(unsigned long request, void* argument) const;  // ioctl(2), again when interrupted
  Result<void> find_planes();
  Plane describe_plane(std::uint32_t id) const;
  std::optional<std::uint64_t> property_of(const Plane& plane, std::uint32_t property) const;
  Result<Shown> framebuffer(std::uint32_t id, bool cursor);
  Result<void> get_memory(std::uint32_t handle, Shown& shown) const;

  // Memory that is mapped by the card's own descriptor can be mapped as long as we have a handle on it. False: we had one.
  bool lend(std::uint64_t object, std::uint32_t handle);
  void close_handle(std::uint32_t handle) const;

  struct Lent {
    std::uint64_t object;
    std::uint32_t handle;
  };
  UniqueFd fd_;
  std::deque<Lent> lent_;  // the newest last
  std::string driver_;
  std::vector<Plane> planes_;
};

// Of the machine's cards the first that shows something, or, if `also_dark`, that could. The error says what is in the way of each.
Result<Card> find_card(bool also_dark, const std::string& directory = "/dev/dri");

}  // namespace gatehouse::hw::kms
