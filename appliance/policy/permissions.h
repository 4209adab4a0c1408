// What a viewer may do in a session. A set can only shrink on its way from profile to session (design:
// effective = profile AND local choice AND portal AND ticket), so the only way to combine two is `&`.
#pragma once
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

// The bits of tickets, of STATE and of GRANTS (PROTOCOL.md, Permissions): a number is never given twice.
enum class Permission : std::uint32_t {
  view_screen = 1u << 0,
  keyboard = 1u << 1,
  pointer = 1u << 2,
  clipboard_to_device = 1u << 3,
  clipboard_from_device = 1u << 4,
  resize_screen = 1u << 5,
  hear_sound = 1u << 6,
  file_transfer = 1u << 7,
  clipboard_files = 1u << 8,
  lock_desktop = 1u << 9,
  block_input = 1u << 10,
  restart = 1u << 11,
  secure_attention = 1u << 12,
  privacy = 1u << 13,
  record = 1u << 14,
  tcp_tunnel = 1u << 15,
  vpn = 1u << 16,
  whiteboard = 1u << 17,
  pointer_shown = 1u << 18,
  system_information = 1u << 19,
  elevation = 1u << 20,
};

// `name`: as settings, the API, profiles and documents call it. `available`: this version can do it. What it can't, no
// machine grants, whatever its profiles say; lists show it as unavailable.
struct PermissionRow {
  Permission permission;
  std::string_view name, meaning;
  bool available;
};

inline constexpr PermissionRow kPermissions[] = {
    {Permission::view_screen, "view_screen", "see the screen", true},
    {Permission::keyboard, "keyboard", "type", true},
    {Permission::pointer, "pointer", "move the mouse and click", true},
    {Permission::clipboard_to_device, "clipboard_to_device", "put text into the machine's clipboard", true},
    {Permission::clipboard_from_device, "clipboard_from_device", "read text from the machine's clipboard",
     true},
    {Permission::resize_screen, "resize_screen", "change the size of the screen", true},
    {Permission::hear_sound, "hear_sound", "hear what the machine plays", true},
    {Permission::file_transfer, "file_transfer", "read, write and delete files by the file manager", false},
    {Permission::clipboard_files, "clipboard_files", "copy and paste files by the clipboard", false},
    {Permission::lock_desktop, "lock_desktop", "lock the screen of the person at the machine", false},
    {Permission::block_input, "block_input", "shut off the machine's own keyboard and mouse", false},
    {Permission::restart, "restart", "restart the machine", false},
    {Permission::secure_attention, "secure_attention", "press Ctrl+Alt+Del where only the system hears it",
     false},
    {Permission::privacy, "privacy", "make the machine's own monitor dark", false},
    {Permission::record, "record", "record the session", false},
    {Permission::tcp_tunnel, "tcp_tunnel", "reach ports of the machine and of its network", false},
    {Permission::vpn, "vpn", "join a private network with the machine", false},
    {Permission::whiteboard, "whiteboard", "draw on the screen", false},
    {Permission::pointer_shown, "pointer_shown", "show the person at the machine where the viewer points",
     false},
    {Permission::system_information, "system_information", "see what the machine is made of and runs", false},
    {Permission::elevation, "elevation", "ask for administrator's rights on the machine", true},
};

class Permissions {
 public:
  constexpr Permissions() = default;
  // Unknown bits are dropped: an older device never grants what it does not know.
  static constexpr Permissions from_bits(std::uint32_t bits) { return Permissions(bits & kAll); }
  static constexpr Permissions all() { return Permissions(kAll); }
  // Those that this version can do.
  static constexpr Permissions available() {
    std::uint32_t bits = 0;
    for (const PermissionRow& row : kPermissions) {
      if (row.available) bits |= static_cast<std::uint32_t>(row.permission);
    }
    return Permissions(bits);
  }
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
  // No key and no button.
  constexpr Permissions without_input() const {
    return without(Permission::keyboard).without(Permission::pointer);
  }
  // Nothing that changes what whoever types sees or pastes.
  constexpr Permissions without_controls() const {
    return without_input().without(Permission::clipboard_to_device).without(Permission::resize_screen);
  }
  constexpr bool operator==(const Permissions&) const = default;

 private:
  static constexpr std::uint32_t kAll = (1u << std::size(kPermissions)) - 1;
  constexpr explicit Permissions(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

// Nothing: no permission has this name.
std::optional<Permission> find_permission(std::string_view name);
// "view_screen,keyboard", in the order of the table.
std::string permission_names(Permissions permissions, std::string_view between = ",");

}  // namespace gatehouse::policy
