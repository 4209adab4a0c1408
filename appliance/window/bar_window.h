// Who is connected, as long as somebody is: always on the screen, with the switches and the way to end it. What is
// switched off is off at once. What is switched on again needs a second click, while no viewer's mouse moves.
#pragma once
#include <FL/Fl_Double_Window.H>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "appliance/window/chat_window.h"
#include "appliance/window/input_hold.h"
#include "appliance/window/messages.h"
#include "appliance/window/widgets.h"
#include "appliance/window/words.h"

namespace gatehouse::window {

class BarWindow final : public Fl_Double_Window {
 public:
  using Say = std::function<void(const Message&)>;

  BarWindow(Language language, Say say);
  ~BarWindow() override;

  void put(const Running& session);
  void remove(std::uint64_t call);
  // What the viewer of a session wrote.
  void chat(const Chat& chat);
  // For a question: closes its switches, and comes no more in front by itself.
  void make_room(bool room);

 private:
  struct Session {
    Running running;    // its texts made fit to be shown
    bool open = false;  // with its switches
    std::unique_ptr<ChatWindow> chat;
    int unread = 0;  // of what its viewer wrote, since the person closed the chat
  };
  struct Asked {  // a permission that is about to be allowed again
    std::uint64_t call = 0;
    policy::Permission permission = policy::Permission::view_screen;
  };

  void draw() override;
  int handle(int event) override;
  void lay_out();
  int lay_out_switches(std::uint64_t call, const Session& session, int y);
  void lay_out_again(Box box);
  void open_chat(std::uint64_t call);
  bool may_get_controls(const Session& session) const;
  void turned(std::uint64_t call, policy::Permission permission, bool on);
  void ask_again(std::uint64_t call, policy::Permission permission);
  void answer_again(bool allowed);
  void hold();
  void lay_out_later();
  static void tick(void* self);
  void look();

  const Language language_;
  const std::vector<SwitchWords> switches_;
  const Words& words_;
  const Say say_;
  std::map<std::uint64_t, Session> sessions_;
  InputHold hold_;
  double raised_for_ = 0;  // seconds
  bool asking_ = false;
  Asked asked_;
  double asked_for_ = 0;  // seconds
  bool lay_out_due_ = false, in_front_ = true;
  std::vector<std::unique_ptr<Fl_Widget>> controls_;
  PushButton* again_ = nullptr;  // of controls_
  int held_x_ = 0, held_y_ = 0;
};

}  // namespace gatehouse::window
