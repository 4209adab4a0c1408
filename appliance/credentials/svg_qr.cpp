#include "appliance/credentials/svg_qr.h"

#include <qrcodegen/qrcodegen.h>

#include <cstdint>
#include <vector>

namespace gatehouse::credentials {
namespace {

constexpr int kQuiet = 4;     // modules around it
constexpr int kLargest = 15;  // version: 77 modules

}  // namespace

std::optional<std::string> svg_qr(const std::string& text, const std::string& label) {
  std::vector<std::uint8_t> room(qrcodegen_BUFFER_LEN_FOR_VERSION(kLargest)), code(room.size());
  if (!qrcodegen_encodeText(text.c_str(), room.data(), code.data(), qrcodegen_Ecc_MEDIUM,
                            qrcodegen_VERSION_MIN, kLargest, qrcodegen_Mask_AUTO, true))
    return std::nullopt;
  const int size = qrcodegen_getSize(code.data());
  const std::string side = std::to_string(size + 2 * kQuiet);
  std::string path;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      if (qrcodegen_getModule(code.data(), x, y))
        path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h1v1h-1z";
    }
  }
  return "<svg class=\"code\" role=\"img\" aria-label=\"" + label + "\" viewBox=\"0 0 " + side + " " + side +
         "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side +
         "H0z\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
}

}  // namespace gatehouse::credentials
