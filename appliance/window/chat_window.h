// What the viewer of one session and the person write to each other. Takes no focus when it appears; hidden when the
// person closes it, and it keeps what was written until the session ends. It is on the screen that viewers see and use, so
// nobody writes in it before their keys and buttons are held off.
#pragma once
#include <FL/Fl_Double_Window.H>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "appliance/window/input_hold.h"
#include "appliance/window/widgets.h"
#include "appliance/window/words.h"

class Fl_Input;
class Fl_Text_Buffer;
class Fl_Text_Display;

namespace gatehouse::window {

class ChatWindow final : public Fl_Double_Window {
 public:
  // `name`: who is at the other end, fit to be shown. `said`: the person wrote this.
  ChatWindow(const std::string& name, Language language, std::function<void(std::string words)> said);
  ~ChatWindow() override;

  // A stranger's words, whatever they are.
  void add(std::string_view words);
  void appear(int below);
  // From time to time: lets the field take keys, or no more. Whether somebody writes, and viewers' input is to be held off.
  bool look();

 private:
  int handle(int event) override;
  void draw() override;
  void append(const std::string& who, std::string_view words, char who_style);
  void send();
  static void let_type(void* self);

  const std::string name_;
  const Words& words_;
  const std::function<void(std::string)> said_;
  std::unique_ptr<Fl_Text_Buffer> written_, styles_;
  std::unique_ptr<Fl_Text_Display> shown_;
  std::unique_ptr<Fl_Input> input_;
  std::unique_ptr<PushButton> send_;
  std::unique_ptr<Fl_Widget> rest_;
  Writing writing_;
};

}  // namespace gatehouse::window
