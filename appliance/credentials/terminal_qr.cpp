#include "appliance/credentials/terminal_qr.h"

#include <qrcodegen/qrcodegen.h>

#include <cstdint>
#include <vector>

namespace gatehouse::credentials {
namespace {

constexpr int kQuiet = 2;                   // modules around it
constexpr int kLargest = 10;                // version: 57 modules
constexpr const char* kOn = "\x1b[40;97m";  // white on black
constexpr const char* kOff = "\x1b[0m";

}  // namespace

std::optional<std::string> terminal_qr(const std::string& text, bool colored) {
  std::vector<std::uint8_t> room(qrcodegen_BUFFER_LEN_FOR_VERSION(kLargest)), code(room.size());
  if (!qrcodegen_encodeText(text.c_str(), room.data(), code.data(), qrcodegen_Ecc_LOW, qrcodegen_VERSION_MIN,
                            kLargest, qrcodegen_Mask_AUTO, true))
    return std::nullopt;
  const int size = qrcodegen_getSize(code.data());
  const auto light = [&](int x, int y) { return !qrcodegen_getModule(code.data(), x, y); };  // outside: light
  std::string out;
  for (int y = -kQuiet; y < size + kQuiet; y += 2) {
    if (colored) out += kOn;
    for (int x = -kQuiet; x < size + kQuiet; ++x) {
      const bool above = light(x, y), below = light(x, y + 1);
      out += above ? (below ? "\u2588" : "\u2580") : (below ? "\u2584" : " ");
    }
    if (colored) out += kOff;
    out += "\n";
  }
  return out;
}

}  // namespace gatehouse::credentials
