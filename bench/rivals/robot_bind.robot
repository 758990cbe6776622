*** Settings ***
Documentation       The same steps as a suite of Robot Framework Browser: a browser per job, a login by the form each
...                 time, the list of checks read, the invitation looked up at the end. No sleeps, no tracing.
Library             Browser    timeout=20s    retry_assertions_for=20s    auto_closing_level=MANUAL
Test Teardown       Close Browser


*** Test Cases ***
Bind One Account
    New Browser    chromium    headless=True    executablePath=${BROWSER}
    New Page    ${ORIGIN}/account/login
    Log In By The Form
    Go To    ${ORIGIN}/profile/linked-accounts?tab=marketing
    Click    button:text-is("Link new marketing account")
    Fill Text    [role=dialog] [data-tid=m4b_input_search]    ${HANDLE}
    Click    button:text-is("Search")
    Click    [role=dialog] [data-row-key]:has-text("@${HANDLE}") >> label
    Click    button:text-is("Next")
    Get Element States    button:text-is("Send invitation")    contains    enabled
    Every Check Has Passed
    Click    button:text-is("Send invitation")
    Get Text    [role=status]    contains    Invitation sent
    Go To    ${ORIGIN}/profile/linked-accounts/invitations
    Get Text    [data-row-key]:has-text("@${HANDLE}")    contains    Pending


*** Keywords ***
Log In By The Form
    Click    \#flip
    Fill Text    input[name=email]    ${ACCOUNT}
    Fill Text    input[name=password]    ${PASSWORD}
    Click    \#TikTok_Ads_SSO_Login_Btn
    Wait For Elements State    h1:text-is("Home")    visible

Every Check Has Passed
    ${checks} =    Get Element Count    [role=dialog] .check-line    greater than    0
    Get Element Count    [role=dialog] .check-line-passed    ==    ${checks}
