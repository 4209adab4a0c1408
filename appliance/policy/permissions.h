// What a viewer may do in a session. A set can only shrink on its way from profile to session (design:
// effective = profile AND local choice AND portal AND ticket), so the only way to combine two is `&`.
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>

namespace gatehouse::policy {

enum class Permission : std::uint32_t {
  view_screen = 1u << 0,
  keyboard = 1u << 1,
  pointer = 1u << 2,
  clipboard_to_device = 1u << 3,
  clipboard_from_device = 1u << 4,
  resize_screen = 1u << 5,
};

// As settings, the API and documents call them; one row a permission.
inline constexpr std::pair<Permission, std::string_view> kPermissionNames[] = {
    {Permission::view_screen, "view_screen"},
    {Permission::keyboard, "keyboard"},
    {Permission::pointer, "pointer"},
    {Permission::clipboard_to_device, "clipboard_to_device"},
    {Permission::clipboard_from_device, "clipboard_from_device"},
    {Permission::resize_screen, "resize_screen"},
};

class Permissions {
 public:
  constexpr Permissions() = default;
  // Unknown bits are dropped: an older device never grants what it does not know.
  static constexpr Permissions from_bits(std::uint32_t bits) { return Permissions(bits & kAll); }
  static constexpr Permissions all() { return Permissions(kAll); }
  static constexpr Permissions view_only() {
    return Permissions(static_cast<std::uint32_t>(Permission::view_screen));
  }

  constexpr bool has(Permission permission) const {
    return (bits_ & static_cast<std::uint32_t>(permission)) != 0;
  }
  constexpr std::uint32_t bits() const { return bits_; }
  constexpr Permissions operator&(Permissions other) const { return Permissions(bits_ & other.bits_); }
  constexpr Permissions without(Permission permission) const {
    return Permissions(bits_ & ~static_cast<std::uint32_t>(permission));
  }
  constexpr bool operator==(const Permissions&) const = default;

 private:
  static constexpr std::uint32_t kAll = (1u << 6) - 1;
  constexpr explicit Permissions(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

}  // namespace gatehouse::policy
