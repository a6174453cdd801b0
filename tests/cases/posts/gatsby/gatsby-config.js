module.exports = { siteMetadata: { title: `Teeth`, siteUrl: `https://teeth.example` }, plugins: [`gatsby-remark-autolink-headers`] }
