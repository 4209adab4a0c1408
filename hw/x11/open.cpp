#include "hw/capture/x11_capture.h"
#include "hw/clipboard/x11_clipboard.h"
#include "hw/display.h"
#include "hw/input/x11_input.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

Result<Display> open_x11(UniqueFd socket, const std::string& auth_name, const std::string& auth_data,
                         bool resizable) {
  Result<std::shared_ptr<X11Connection>> connection =
      X11Connection::open(std::move(socket), auth_name, auth_data);
  if (!connection) return connection.error();
  Result<std::unique_ptr<Capture>> capture = open_x11_capture(**connection, resizable);
  if (!capture) return capture.error();
  Result<std::unique_ptr<Input>> input = open_x11_input(**connection);
  if (!input) return input.error();
  Display display;
  display.capture = std::move(*capture);
  display.input = std::move(*input);
  display.clipboard = open_x11_clipboard(**connection);
  display.connection = std::move(*connection);
  return display;
}

}  // namespace gatehouse::hw
