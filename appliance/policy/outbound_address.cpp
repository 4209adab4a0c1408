#include "appliance/policy/outbound_address.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {
namespace {

using Place = OutboundPlace;
using Bytes = std::span<const std::uint8_t>;

Place place_of_v4(Bytes a) {
  if (a[0] == 0 || a[0] >= 224) return Place::refused;    // this network, multicast, reserved
  if (a[0] == 169 && a[1] == 254) return Place::refused;  // link-local, where clouds keep secrets
  if (a[0] == 127 || a[0] == 10) return Place::nearby;
  if (a[0] == 172 && (a[1] & 0xf0) == 16) return Place::nearby;
  if (a[0] == 192 && a[1] == 168) return Place::nearby;
  if (a[0] == 100 && (a[1] & 0xc0) == 64) {
    const bool metadata = a[1] == 100 && a[2] == 100 && a[3] == 200;
    return metadata ? Place::refused : Place::nearby;  // RFC 6598; 100.100.100.200 is a cloud's
  }
  if (a[0] == 192 && a[1] == 0 && a[2] == 0) return Place::refused;
  if (a[0] == 198 && (a[1] & 0xfe) == 18) return Place::nearby;
  return Place::open;
}

bool begins(Bytes address, std::initializer_list<std::uint8_t> with) {
  return std::equal(with.begin(), with.end(), address.begin());
}

Place place_of_v6(Bytes a) {
  const auto zero = [&](std::size_t from, std::size_t to) {
    return std::all_of(a.begin() + static_cast<std::ptrdiff_t>(from),
                       a.begin() + static_cast<std::ptrdiff_t>(to),
                       [](std::uint8_t byte) { return byte == 0; });
  };
  if (zero(0, 15)) return a[15] == 1 ? Place::nearby : Place::refused;  // ::1, ::
  if (zero(0, 10) && a[10] == 0xff && a[11] == 0xff) return place_of_v4(a.subspan(12));
  if (zero(0, 12)) return Place::refused;  // IPv4-compatible
  if (begins(a, {0x00, 0x64, 0xff, 0x9b}))
    return a[4] == 0 && a[5] == 0 ? place_of_v4(a.subspan(12)) : Place::nearby;
  if (begins(a, {0x20, 0x02})) return place_of_v4(a.subspan(2, 4));  // 6to4
  if (begins(a, {0x20, 0x01, 0x00, 0x00})) return Place::refused;    // Teredo
  if (a[0] == 0xfe && (a[1] & 0xc0) == 0x80) return Place::refused;  // link-local
  if (a[0] == 0xfe && (a[1] & 0xc0) == 0xc0) return Place::nearby;   // site-local, of old
  if (begins(a, {0xfd, 0x00, 0x0e, 0xc2})) return Place::refused;    // a cloud's
  if ((a[0] & 0xfe) == 0xfc) return Place::nearby;                   // unique local
  if (a[0] == 0xff) return Place::refused;                           // multicast
  return (a[0] & 0xe0) == 0x20 ? Place::open : Place::refused;
}

}  // namespace

OutboundPlace outbound_place(std::span<const std::uint8_t> bytes) {
  if (bytes.size() == 4) return place_of_v4(bytes);
  return bytes.size() == 16 ? place_of_v6(bytes) : Place::refused;
}

}  // namespace gatehouse::policy
