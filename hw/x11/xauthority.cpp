#include "hw/x11/xauthority.h"

namespace gatehouse::hw {
namespace {

constexpr std::uint16_t kFamilyLocal = 256;
constexpr std::uint16_t kFamilyWild = 65535;
constexpr std::size_t kFieldCap = 1024;
// The only kind that servers use for local clients today.
constexpr std::string_view kCookie = "MIT-MAGIC-COOKIE-1";

}  // namespace

std::optional<XauthorityEntry> find_xauthority(ByteView content, const std::string& host,
                                               const std::string& number) {
  std::optional<XauthorityEntry> second_choice;
  ByteReader reader(content);
  while (reader.remaining() > 0) {
    const std::uint16_t family = reader.u16();
    const std::string_view address = as_text(reader.blob16(kFieldCap));
    const std::string_view display = as_text(reader.blob16(kFieldCap));
    const std::string_view name = as_text(reader.blob16(kFieldCap));
    const std::string_view data = as_text(reader.blob16(kFieldCap));
    if (reader.failed()) break;
    if (name != kCookie || (!display.empty() && display != number)) continue;
    XauthorityEntry entry{std::string(name), std::string(data)};
    if (family == kFamilyWild || (family == kFamilyLocal && address == host)) return entry;
    if (family == kFamilyLocal && !second_choice) second_choice = std::move(entry);
  }
  return second_choice;
}

std::string make_xauthority(const XauthorityEntry& entry) {
  ByteWriter writer;
  writer.u16(kFamilyWild);
  writer.blob16({});
  writer.blob16({});
  writer.blob16(as_bytes(entry.name));
  writer.blob16(as_bytes(entry.data));
  return std::string(as_text(writer.view()));
}

}  // namespace gatehouse::hw
