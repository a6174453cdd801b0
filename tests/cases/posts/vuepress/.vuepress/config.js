import { viteBundler } from '@vuepress/bundler-vite'
import { defaultTheme } from '@vuepress/theme-default'

export default { bundler: viteBundler(), theme: defaultTheme(), title: 'Boilers', lang: 'en-GB', base: '/boilers/' }
